package violations.postern.policy.slip;

import violations.postern.policy.Sample;

class SlipSeesPolicy {
  Sample forbidden = new Sample();
}
