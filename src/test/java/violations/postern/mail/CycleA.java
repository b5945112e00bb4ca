package violations.postern.mail;

import violations.postern.cycle.CycleB;

public class CycleA {
  CycleB forbidden = new CycleB();
}
