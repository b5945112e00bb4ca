package org.postern.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.jspecify.annotations.Nullable;
import org.postern.store.GatewayAccess;

/** A real SFTP server on loopback, with faults to order. */
final class SftpHost implements AutoCloseable {
  /** What happens to each piece that is written. */
  interface Fault {
    void at(ServerSession session, FileHandle file, long offset) throws IOException;
  }

  static final String USER = "postern";
  static final String PASSWORD = "right";

  final Path root;
  final AtomicInteger signInTries = new AtomicInteger();
  volatile Fault writing = (_, _, _) -> {};
  volatile Fault closing = (_, _, _) -> {};
  volatile @Nullable PublicKey trusted;
  private final SshServer server = SshServer.setUpDefaultServer();

  SftpHost(Path dir, String hostKey) throws IOException {
    root = Files.createDirectories(dir.resolve("root"));
    Files.createDirectories(root.resolve("incoming"));
    var keys = new SimpleGeneratorHostKeyProvider(dir.resolve(hostKey));
    keys.setAlgorithm("EC");
    server.setKeyPairProvider(keys);
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setPasswordAuthenticator(
        (user, password, _) -> {
          signInTries.incrementAndGet();
          return user.equals(USER) && password.equals(PASSWORD);
        });
    server.setPublickeyAuthenticator(
        (user, key, _) -> user.equals(USER) && KeyUtils.compareKeys(key, trusted));
    SftpSubsystemFactory sftp = new SftpSubsystemFactory.Builder().build();
    sftp.addSftpEventListener(
        new SftpEventListener() {
          @Override
          public void writing(
              ServerSession session,
              String remote,
              FileHandle file,
              long offset,
              byte[] data,
              int from,
              int length)
              throws IOException {
            writing.at(session, file, offset);
          }

          @Override
          public void closing(ServerSession session, String remote, Handle handle)
              throws IOException {
            if (handle instanceof FileHandle file) {
              closing.at(session, file, 0);
            }
          }
        });
    server.setSubsystemFactories(List.of(sftp));
    server.setFileSystemFactory(new VirtualFileSystemFactory(root));
    server.start();
  }

  /** From the next connection on it has these. */
  void keys(KeyPair... keys) {
    server.setKeyPairProvider(KeyPairProvider.wrap(keys));
  }

  int port() {
    return server.getPort();
  }

  Path incoming() {
    return root.resolve("incoming");
  }

  String fingerprint() throws Exception {
    return KeyUtils.getFingerPrint(
        BuiltinDigests.sha256,
        server.getKeyPairProvider().loadKeys(null).iterator().next().getPublic());
  }

  /** Signs in by password and trusts this host key. */
  Way way() throws Exception {
    return way(PASSWORD, fingerprint());
  }

  Way way(String password, String hostKey) {
    return new SftpWay(
        "127.0.0.1",
        port(),
        "/incoming",
        new GatewayAccess(USER, password, "", "", hostKey, false));
  }

  @Override
  public void close() throws IOException {
    server.close(true);
  }
}
