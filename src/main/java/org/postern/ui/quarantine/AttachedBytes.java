package org.postern.ui.quarantine;

import java.io.IOException;
import org.postern.mail.Attachment;
import org.postern.mail.MailReader;

/** The content of one attachment, taken out of the message when an officer wants it in a file. */
final class AttachedBytes {
  private AttachedBytes() {}

  static byte[] of(Body.Shown shown, Attachment attachment) throws IOException {
    return new MailReader()
        .content(shown.trace().message(), attachment)
        .orElseThrow(() -> new IOException("the attachment could not be taken out again"));
  }
}
