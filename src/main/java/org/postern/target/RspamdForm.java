package org.postern.target;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.postern.bundle.BundleException;

/**
 * A multimap of Rspamd knows no order between maps and no parents of a domain, so that trust under
 * a blocked name would come too late or too early; a few lines of Lua ask the table as Exim does.
 * What they cannot do is to treat one recipient otherwise than another: a milter's actions are the
 * message's.
 */
final class RspamdForm implements Form {

  @Override
  public Tally write(Source source, Options options, Sink sink)
      throws IOException, BundleException {
    Tally tally = KeyedMap.write(source, sink);
    sink.file("postern.lua", Template.of("rspamd.lua", Map.of()));
    sink.file("rspamd-actions.conf", Template.of("rspamd-actions.conf", Map.of()));
    return tally;
  }

  @Override
  public List<Answer> answers(Map<String, byte[]> files, List<Recipient> recipients) {
    return KeyedMap.answers(files, recipients, Answer.Effect.MESSAGE_HELD);
  }

  @Override
  public List<String> steps() {
    return List.of(
        "1. cdb -c postern.cdb postern.cdbmake          (Debian: package tinycdb)",
        "2. Move postern.cdb to /etc/rspamd/postern.cdb under another name and rename it.",
        "3. Once: add rspamd-actions.conf to /etc/rspamd/local.d/actions.conf (without it mail for",
        "   held recipients is put off, not held), and put postern.lua where Rspamd loads",
        "   it (dofile in /etc/rspamd/rspamd.local.lua); restart Rspamd.");
  }
}
