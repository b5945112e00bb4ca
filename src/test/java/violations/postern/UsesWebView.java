package violations.postern;

import org.jspecify.annotations.Nullable;

/**
 * There is no JavaFX web module to compile against, so the class stands in for one of its users by
 * name.
 */
class UsesWebView {
  javafx.scene.web.@Nullable WebEngine forbidden;
}
