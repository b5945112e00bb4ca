package org.postern.target;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.postern.bundle.BundleException;

/** How one target wants the rules, and how it reads them. Without state. */
interface Form {
  /** Writes the files; says which rules are in them and which are not. */
  Tally write(Source source, Options options, Sink sink) throws IOException, BundleException;

  /**
   * What the target does with mail for each recipient, by the text of the files alone.
   *
   * @param files by name, as {@link #write} made them
   * @return one for each recipient, in their order
   */
  List<Answer> answers(Map<String, byte[]> files, List<Recipient> recipients);

  /** What to do with the files, line by line, for the person who installs them. */
  List<String> steps();
}
