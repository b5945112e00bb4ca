package violations.postern.ui.one;

import violations.postern.ui.two.Sample;

class OneSeesTwo {
  Sample forbidden = new Sample();
}
