package violations.postern.store;

import violations.postern.ui.one.Sample;

class CoreSeesScreen {
  Sample forbidden = new Sample();
}
