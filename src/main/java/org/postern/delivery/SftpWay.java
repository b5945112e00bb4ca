package org.postern.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.auth.password.PasswordIdentityProvider;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHFsyncExtension;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHPosixRenameExtension;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.jspecify.annotations.Nullable;
import org.postern.delivery.DeliveryException.Reason;
import org.postern.mail.Inert;
import org.postern.store.Deliveries.Parcel;
import org.postern.store.GatewayAccess;

/**
 * By SFTP: only to a server that shows a host key we were told of, under another name first, and
 * renamed when all of it is there.
 *
 * @param folder on the server; empty for where one is after signing in
 */
record SftpWay(String host, int port, String folder, GatewayAccess access) implements Way {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * Silent: what goes wrong is thrown. Held, because a logger that nobody holds forgets its level.
   */
  private static final Logger SSHD = quiet();

  private static Logger quiet() {
    Logger logger = Logger.getLogger("org.apache.sshd");
    logger.setLevel(Level.OFF);
    return logger;
  }

  /** What a piece of work does with the connection. */
  private interface Work {
    void with(SftpClient sftp) throws IOException, DeliveryException;
  }

  @Override
  public void bring(Parcel parcel, Sending sending) throws DeliveryException {
    Path file = Contents.checked(parcel);
    connected(sending, sftp -> upload(sftp, file, parcel, sending));
  }

  @Override
  public void tryOut(Sending sending) throws DeliveryException {
    connected(
        sending,
        sftp -> {
          sending.at(Step.WRITE);
          String trial = at(".postern-trial.part");
          try (OutputStream out = sftp.write(trial, OpenMode.Write, OpenMode.Create)) {
            out.write('\n');
          }
          sftp.remove(trial);
        });
  }

  private String at(String name) {
    return folder.isEmpty() ? name : folder.endsWith("/") ? folder + name : folder + "/" + name;
  }

  private void upload(SftpClient sftp, Path file, Parcel parcel, Sending sending)
      throws IOException, DeliveryException {
    sending.at(Step.WRITE);
    // The same name each time: what a broken try left is written over, not left to pile up.
    String part = at("." + parcel.name() + ".part");
    try (InputStream in = Contents.counted(file, sending);
        OutputStream out = sftp.write(part, OpenMode.Write, OpenMode.Create, OpenMode.Truncate)) {
      in.transferTo(out);
    }
    sending.at(Step.PLACE);
    OpenSSHFsyncExtension fsync = sftp.getExtension(OpenSSHFsyncExtension.class);
    if (fsync != null && fsync.isSupported()) {
      try (SftpClient.CloseableHandle handle = sftp.open(part, OpenMode.Write)) {
        fsync.fsync(handle);
      }
    }
    long there = sftp.stat(part).getSize();
    if (there != parcel.octets()) {
      throw new DeliveryException(
          Reason.LOST,
          where()
              + " kept "
              + there
              + " of "
              + parcel.octets()
              + " bytes. Nothing was put in place; it may be full.",
          null);
    }
    rename(sftp, part, at(parcel.name()));
  }

  private static void rename(SftpClient sftp, String part, String target) throws IOException {
    OpenSSHPosixRenameExtension replacing = sftp.getExtension(OpenSSHPosixRenameExtension.class);
    if (replacing != null && replacing.isSupported()) {
      replacing.posixRename(part, target);
      return;
    }
    try {
      sftp.rename(part, target);
    } catch (SftpException e) {
      // Version 3 of the protocol cannot replace; for a moment there is neither, never half.
      sftp.remove(target);
      sftp.rename(part, target);
    }
  }

  private void connected(Sending sending, Work work) throws DeliveryException {
    SSHD.finer("connecting");
    AtomicReference<Identity> refused = new AtomicReference<>();
    List<KeyPair> keys = keys();
    try (SshClient client = client(sending, refused)) {
      client.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory(Threads::new));
      sending.stoppable(() -> client.close(true));
      client.start();
      sending.at(Step.CONNECT);
      try (ClientSession session =
          client.connect(access.user(), host, port).verify(PATIENCE).getSession()) {
        keys.forEach(session::addPublicKeyIdentity);
        if (!access.secret().isEmpty()) {
          session.addPasswordIdentity(access.secret());
        }
        session.auth().verify(PATIENCE);
        try (SftpClient sftp = SftpClientFactory.instance().createSftpClient(session)) {
          work.with(sftp);
        }
      }
    } catch (DeliveryException e) {
      throw sending.told(e);
    } catch (IOException | UnresolvedAddressException | IllegalStateException e) {
      throw sending.told(explained(sending.step(), refused.get(), e));
    }
  }

  /** Nothing of the user's own configuration counts: no agent, no keys, no known hosts. */
  private SshClient client(Sending sending, AtomicReference<Identity> refused) {
    SshClient client = SshClient.setUpDefaultClient();
    client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    client.setPasswordIdentityProvider(PasswordIdentityProvider.EMPTY_PASSWORDS_PROVIDER);
    client.setAgentFactory(null);
    client.setUserAuthFactories(
        List.<UserAuthFactory>of(
            UserAuthPublicKeyFactory.INSTANCE, UserAuthPasswordFactory.INSTANCE));
    // As OpenSSH asks: of several host keys the Ed25519 one. SHA-1 and DSA are broken.
    client.setSignatureFactories(
        client.getSignatureFactories().stream()
            .filter(f -> !f.getName().matches("ssh-rsa|ssh-dss|.*-cert-.*"))
            .sorted(Comparator.comparing(f -> !f.getName().contains("ed25519")))
            .toList());
    CoreModuleProperties.PASSWORD_PROMPTS.set(client, 1);
    CoreModuleProperties.IDLE_TIMEOUT.set(client, PATIENCE);
    CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, PATIENCE.multipliedBy(2));
    client.setServerKeyVerifier(
        (_, _, key) -> {
          String shown = KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
          String facts = KeyUtils.getKeyType(key) + " host key, fingerprint " + shown;
          try {
            sending.at(Step.IDENTITY);
          } catch (DeliveryException e) {
            return false;
          }
          sending.found(Step.IDENTITY, facts);
          if (List.of(access.identity().strip().split("\\s+")).contains(shown)) {
            try {
              sending.at(Step.SIGN_IN);
              return true;
            } catch (DeliveryException e) {
              return false;
            }
          }
          refused.set(new Identity(facts, shown, shown, !access.identity().isBlank()));
          return false;
        });
    return client;
  }

  private List<KeyPair> keys() throws DeliveryException {
    List<KeyPair> pairs = new ArrayList<>();
    if (access.key().isEmpty()) {
      return pairs;
    }
    try (InputStream in =
        new ByteArrayInputStream(access.key().getBytes(StandardCharsets.US_ASCII))) {
      Iterable<KeyPair> found =
          SecurityUtils.loadKeyPairIdentities(
              null,
              NamedResource.ofName("private key"),
              in,
              access.keySecret().isEmpty()
                  ? FilePasswordProvider.EMPTY
                  : FilePasswordProvider.of(access.keySecret()));
      if (found != null) {
        found.forEach(pairs::add);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw unusableKey(e);
    }
    if (pairs.isEmpty()) {
      throw unusableKey(null);
    }
    return pairs;
  }

  private static DeliveryException unusableKey(@Nullable Exception cause) {
    return new DeliveryException(
        Reason.SETTINGS,
        "The private key for this gateway cannot be used: it is no OpenSSH or PEM key, or its"
            + " password does not open it. Choose the file again in Settings.",
        cause);
  }

  private String where() {
    return "The SFTP server " + host + ":" + port;
  }

  private DeliveryException explained(Step step, @Nullable Identity refused, Exception e) {
    if (refused != null) {
      return untrusted(refused, e);
    }
    String why = Inert.brief(String.valueOf(e.getMessage()), 200);
    if (e instanceof SftpException answer) {
      return answered(answer, why);
    }
    if (Causes.include(e, TimeoutException.class)) {
      return new DeliveryException(
          Reason.TOO_SLOW, where() + " fell silent; we hung up. It is tried again.", e);
    }
    return switch (step) {
      case FILE, CONNECT ->
          Causes.include(e, ConnectException.class)
                  || Causes.include(e, NoRouteToHostException.class)
                  || Causes.include(e, UnknownHostException.class)
                  || Causes.include(e, UnresolvedAddressException.class)
              ? new DeliveryException(
                  Reason.UNREACHABLE,
                  where()
                      + " cannot be reached ("
                      + why
                      + "). Check host and port, and that the server runs.",
                  e)
              : new DeliveryException(
                  Reason.UNREACHABLE,
                  where() + " does not answer like an SSH server (" + why + "). Check the port.",
                  e);
      case SIGN_IN ->
          e instanceof SshException auth
                  && auth.getDisconnectCode()
                      == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE
              ? new DeliveryException(
                  Reason.SIGN_IN,
                  where()
                      + " does not let "
                      + Inert.brief(access.user(), 80)
                      + " in. Check user, password and key in Settings.",
                  e)
              : broken(why, e);
      case IDENTITY, WRITE, PLACE -> broken(why, e);
    };
  }

  private DeliveryException broken(String why, Exception e) {
    return new DeliveryException(
        Reason.LOST, where() + " broke the connection (" + why + "). It is tried again.", e);
  }

  private DeliveryException untrusted(Identity shown, Exception e) {
    return new DeliveryException(
        Reason.UNTRUSTED,
        shown.changed()
            ? where()
                + " shows another host key than the one that is trusted: this may be an attack, and"
                + " nothing was sent. It showed: "
                + shown.facts()
                + ". Ask its administrator, by telephone and not by mail, whether it was replaced."
            : where()
                + " is not known yet, and nothing was sent. It showed: "
                + shown.facts()
                + ". Compare that with its administrator's, then trust it in Settings.",
        shown,
        e);
  }

  private DeliveryException answered(SftpException answer, String why) {
    return switch (answer.getStatus()) {
      case SftpConstants.SSH_FX_NO_SUCH_FILE, SftpConstants.SSH_FX_NO_SUCH_PATH ->
          new DeliveryException(
              Reason.SETTINGS,
              where()
                  + " has no folder "
                  + Inert.brief(folder, 200)
                  + ". Check it in Settings, or have it made.",
              answer);
      case SftpConstants.SSH_FX_PERMISSION_DENIED, SftpConstants.SSH_FX_WRITE_PROTECT ->
          new DeliveryException(
              Reason.REFUSED,
              where()
                  + " does not let "
                  + Inert.brief(access.user(), 80)
                  + " write to "
                  + Inert.brief(folder, 200)
                  + ". Ask its administrator.",
              answer);
      case SftpConstants.SSH_FX_NO_SPACE_ON_FILESYSTEM, SftpConstants.SSH_FX_QUOTA_EXCEEDED ->
          new DeliveryException(
              Reason.FULL, where() + " has no room left. Have room made there.", answer);
      // OpenSSH says nothing more of a full disk.
      default ->
          new DeliveryException(
              Reason.LOST,
              where()
                  + " could not take the file ("
                  + why
                  + "): it may be full. It is tried again.",
              answer);
    };
  }
}
