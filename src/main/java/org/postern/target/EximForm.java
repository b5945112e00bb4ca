package org.postern.target;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.postern.bundle.BundleException;

/** Routers of Exim run once for each recipient, so that it holds exactly what Postfix holds. */
final class EximForm implements Form {

  @Override
  public Tally write(Source source, Options options, Sink sink)
      throws IOException, BundleException {
    Tally tally = KeyedMap.write(source, sink);
    sink.file("exim-main.conf", Template.of("exim-main.conf", Map.of()));
    sink.file("exim-router.conf", Template.of("exim-router.conf", Map.of()));
    sink.file(
        "exim-transport.conf",
        Template.of(
            "exim-transport.conf",
            Map.of("HOST", options.host(), "PORT", Integer.toString(options.port()))));
    return tally;
  }

  @Override
  public List<Answer> answers(Map<String, byte[]> files, List<Recipient> recipients) {
    return KeyedMap.answers(files, recipients, Answer.Effect.HELD);
  }

  @Override
  public List<String> steps() {
    return List.of(
        "1. cdb -c postern.cdb postern.cdbmake          (Debian: package tinycdb)",
        "2. Move postern.cdb to /etc/exim4/postern/postern.cdb under another name and rename it:",
        "   Exim opens it anew for each recipient, nothing is reloaded. This is all that an",
        "   update takes.",
        "3. Once: .include exim-main.conf before the first 'begin' of Exim's configuration,",
        "   exim-router.conf right after 'begin routers', exim-transport.conf right after",
        "   'begin transports'. Without the table Exim keeps all mail in its queue.");
  }
}
