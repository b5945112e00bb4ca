package org.postern.ui.publish;

import java.nio.file.Path;
import java.time.Clock;
import org.postern.SoftHsm;
import org.postern.officer.TokenKey;

/** Signs the bundle that the screen shows, signed in with a smartcard, and hands it over. */
final class CardChild {
  private CardChild() {}

  /**
   * @param args the folder to work in
   */
  public static void main(String[] args) throws Exception {
    Clock clock = Clock.systemUTC();
    TokenKey card =
        TokenKey.create(SoftHsm.LIBRARY, 0, SoftHsm.PIN.toCharArray(), "Maj. A. Carter", clock);
    try (EnrolledDesk desk = new EnrolledDesk(Path.of(args[0]), card, clock)) {
      String digest = desk.press.look().sheet().orElseThrow().digest();
      desk.press.sign(digest, desk.lowe.id(), new char[0]);
      desk.store.session().signIn(card);
      desk.press.sign(digest, card.id(), new char[0]);
      System.out.println("signed " + String.join(", ", desk.press.look().signed()));
      System.out.println("reached " + desk.press.handOver(digest).reached());
    }
  }
}
