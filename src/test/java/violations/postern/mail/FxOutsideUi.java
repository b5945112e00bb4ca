package violations.postern.mail;

import javafx.beans.property.SimpleStringProperty;

class FxOutsideUi {
  SimpleStringProperty forbidden = new SimpleStringProperty();
}
