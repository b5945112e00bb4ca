package violations.postern.mail;

import java.sql.Connection;
import org.jspecify.annotations.Nullable;

class SqlOutsideStore {
  @Nullable Connection forbidden;
}
