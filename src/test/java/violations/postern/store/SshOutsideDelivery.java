package violations.postern.store;

import org.apache.sshd.common.SshException;

class SshOutsideDelivery {
  SshException forbidden = new SshException("");
}
