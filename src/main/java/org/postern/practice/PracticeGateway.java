package org.postern.practice;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;
import org.postern.bundle.BundleVerifier;
import org.postern.bundle.Outcome;
import org.postern.bundle.Receipt;
import org.postern.bundle.Receipt.Result;
import org.postern.bundle.Refusal;
import org.postern.bundle.TrustFile;
import org.postern.bundle.Verification;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerKey;
import org.postern.policy.Policy;
import org.postern.practice.PracticeException.Reason;

/**
 * A gateway that exists only in this process and does what a real one does: it takes bundles from
 * its folder, believes only officers whom its own trust file names, enforces the newest, answers
 * with signed, numbered receipts into the quarantine box, and delivers or diverts each recipient of
 * a message by the bundle that it runs. What it runs survives a restart. Thread-safe.
 */
public final class PracticeGateway {
  private final Path folder;
  private final Clock clock;
  private final String policyId;
  private final OfficerKey key;
  private final Post post;
  private @Nullable Bundle running;
  private RunningPolicy policy;

  /** How the gateway's mail gets where it belongs. */
  interface Post {
    void hold(byte[] copy, Instant when) throws PracticeException;

    void outside(String recipient, byte[] message) throws PracticeException;

    void receipt(long sequence, byte[] mail) throws PracticeException;
  }

  /**
   * What became of one recipient.
   *
   * @param outcome empty if the address was refused
   */
  public record Dealt(String recipient, Optional<Outcome> outcome) {}

  PracticeGateway(
      Path folder, Clock clock, String policyId, byte[] secret, Policy before, Post post)
      throws PracticeException {
    this.folder = folder;
    this.clock = clock;
    this.policyId = policyId;
    this.post = post;
    this.policy = RunningPolicy.of(before);
    this.key = key(folder.resolve("gateway.p12"), clock, secret);
    Path file = folder.resolve("running.postern");
    if (Files.exists(file)) {
      try {
        Bundle found = Bundle.read(file);
        policy = RunningPolicy.of(found);
        running = found;
      } catch (BundleException e) {
        throw new PracticeException(
            Reason.BUNDLE,
            "The bundle that the practice gateway ran is damaged. Remove "
                + file
                + " and publish again.",
            e);
      }
    }
  }

  private static OfficerKey key(Path file, Clock clock, byte[] secret) throws PracticeException {
    String passphrase = HexFormat.of().formatHex(secret);
    try {
      if (Files.exists(file)) {
        return OfficerKey.load(file, passphrase.toCharArray());
      }
      OfficerKey made = OfficerKey.create(PracticeWorld.GATEWAY, clock);
      made.save(file, passphrase.toCharArray());
      return made;
    } catch (OfficerException e) {
      throw new PracticeException(
          Reason.DISK,
          "The key of the practice gateway cannot be used: "
              + e.getMessage()
              + " Remove "
              + file
              + "; a new one is made.",
          e);
    }
  }

  /** Verifies its receipts. */
  public PublicKey publicKey() {
    return key.publicKey();
  }

  /** Where bundles for it are put; it looks there by itself. */
  public Path inbox() {
    return folder.resolve("inbox");
  }

  /** The serial that it enforces; 0 before the first bundle. */
  public synchronized long serial() {
    Bundle now = running;
    return now == null ? 0 : now.manifest().serial();
  }

  /**
   * Makes it believe an officer, as a real gateway's administrator would by its trust file; one
   * signature is enough.
   */
  public synchronized void trust(String officer, PublicKey officerKey) throws PracticeException {
    Path trustFolder = folder.resolve("trust");
    try {
      TrustFile before =
          Files.exists(trustFolder.resolve("trust"))
              ? TrustFile.read(trustFolder)
              : new TrustFile(1, 1, List.of());
      String id = OfficerKey.idOf(officerKey);
      if (before.keys().stream().anyMatch(k -> k.id().equals(id))) {
        return;
      }
      List<TrustFile.Key> keys = new ArrayList<>(before.keys());
      keys.add(new TrustFile.Key(id, officer, officerKey, false));
      new TrustFile(before.serial() + (before.keys().isEmpty() ? 0 : 1), 1, keys)
          .write(trustFolder);
    } catch (BundleException e) {
      throw new PracticeException(
          Reason.DISK,
          "The trust file of the practice gateway cannot be used: " + e.getMessage(),
          e);
    }
  }

  /** Takes all bundles that lie in its folder, oldest serial first, and removes them. */
  public synchronized List<Verification> collect() throws PracticeException {
    List<Verification> answers = new ArrayList<>();
    if (!Files.isDirectory(inbox())) {
      return answers;
    }
    List<Path> found;
    try (Stream<Path> files = Files.list(inbox())) {
      found =
          files
              .filter(f -> f.getFileName().toString().endsWith(".postern"))
              .sorted(java.util.Comparator.comparingLong(PracticeGateway::serialOf))
              .toList();
      for (Path file : found) {
        answers.add(offer(Files.readAllBytes(file)));
        Files.delete(file);
      }
    } catch (IOException e) {
      throw PracticeWorld.disk(e);
    }
    return answers;
  }

  private static long serialOf(Path file) {
    String digits = file.getFileName().toString().replaceAll("[^0-9]", "");
    return digits.isEmpty() || digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
  }

  /**
   * Offers it a bundle: verified, put into force if it may be, answered with a receipt in either
   * case.
   */
  public synchronized Verification offer(byte[] bundle) throws PracticeException {
    Verification answer = verify(bundle);
    switch (answer) {
      case Verification.Accepted a -> {
        put(bundle);
        receipt(
            a.manifest().serial(),
            a.digest(),
            Result.APPLIED,
            "applied",
            "signed by "
                + a.officers().size()
                + (a.officers().size() == 1 ? " officer" : " officers")
                + (a.gap() ? ", gap" : ""));
      }
      case Verification.Trusting t ->
          receipt(
              t.manifest().serial(),
              t.digest(),
              Result.REFUSED,
              Refusal.KIND.word(),
              "the practice gateway believes whom the console does");
      case Verification.Current c ->
          receipt(c.manifest().serial(), c.digest(), Result.CURRENT, "current", "already in force");
      case Verification.Refused r ->
          receipt(0, "none", Result.REFUSED, r.refusal().word(), r.sentence());
    }
    return answer;
  }

  private Verification verify(byte[] bundle) {
    Bundle now = running;
    try {
      return new BundleVerifier(
              PracticeWorld.GATEWAY, policyId, TrustFile.read(folder.resolve("trust")), clock)
          .verify(
              bundle,
              now == null
                  ? Optional.empty()
                  : Optional.of(new BundleVerifier.Active(now.manifest().serial(), now.digest())));
    } catch (BundleException e) {
      return new Verification.Refused(
          Refusal.THRESHOLD, "the practice gateway believes no officer yet");
    }
  }

  private void put(byte[] bytes) throws PracticeException {
    try {
      Bundle bundle = Bundle.parse(bytes);
      RunningPolicy next = RunningPolicy.of(bundle);
      PracticeWorld.write(folder.resolve("running.postern"), bytes);
      policy = next;
      running = bundle;
    } catch (BundleException e) {
      throw new PracticeException(Reason.BUNDLE, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw PracticeWorld.disk(e);
    }
  }

  private void receipt(long serial, String digest, Result result, String word, String sentence)
      throws PracticeException {
    long sequence = next();
    Bundle now = running;
    Receipt receipt =
        new Receipt(
            PracticeWorld.GATEWAY,
            clock.instant().truncatedTo(ChronoUnit.SECONDS),
            sequence,
            serial,
            digest,
            result,
            word,
            sentence,
            serial(),
            now == null ? "none" : now.digest(),
            "sha256:",
            0);
    String mail =
        "From: "
            + PracticeWorld.GATEWAY
            + " <gateway@"
            + PracticeWorld.GATEWAY
            + ">\nTo: all@receipts.postern.invalid\nSubject: POSTERN-RECEIPT "
            + PracticeWorld.GATEWAY
            + "\n\n"
            + receipt.signed(key::sign);
    post.receipt(sequence, mail.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** The number is used up before the receipt goes out, so that none is ever there twice. */
  private long next() throws PracticeException {
    Path file = folder.resolve("sequence");
    try {
      long last = Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
      PracticeWorld.write(file, Long.toString(last + 1).getBytes(StandardCharsets.US_ASCII));
      return last + 1;
    } catch (IOException | NumberFormatException e) {
      throw new PracticeException(
          Reason.DISK, "The receipt counter " + file + " cannot be used. Remove it.", e);
    }
  }

  /**
   * A sender's message to some recipients: each is delivered, held, or refused for itself.
   *
   * @param message RFC 5322, CRLF line ends
   */
  public synchronized List<Dealt> send(String sender, List<String> recipients, byte[] message)
      throws PracticeException {
    Instant now = clock.instant();
    List<Dealt> dealt = new ArrayList<>();
    for (String recipient : recipients) {
      Optional<Outcome> outcome = policy.of(recipient);
      if (outcome.isPresent()) {
        if (outcome.get() == Outcome.DELIVER) {
          post.outside(recipient, message);
        } else {
          post.hold(
              HeldCopy.of(sender, recipient, outcome.get().word(), serial(), now, message), now);
        }
      }
      dealt.add(new Dealt(recipient, outcome));
    }
    return dealt;
  }
}
