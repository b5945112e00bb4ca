package violations.postern.store;

import jakarta.mail.Flags;

class MailOutsideMail {
  Flags forbidden = new Flags();
}
