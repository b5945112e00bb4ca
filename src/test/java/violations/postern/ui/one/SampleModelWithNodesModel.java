package violations.postern.ui.one;

import javafx.scene.Group;

class SampleModelWithNodesModel {
  Group forbidden = new Group();
}
