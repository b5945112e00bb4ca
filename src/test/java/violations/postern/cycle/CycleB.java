package violations.postern.cycle;

import org.jspecify.annotations.Nullable;
import violations.postern.mail.CycleA;

public class CycleB {
  @Nullable CycleA forbidden;
}
