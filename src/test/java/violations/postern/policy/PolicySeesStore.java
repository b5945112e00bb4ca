package violations.postern.policy;

import violations.postern.store.Sample;

class PolicySeesStore {
  Sample forbidden = new Sample();
}
