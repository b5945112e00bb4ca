package org.postern.officer;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.files.Sha256;

/**
 * Who the officers are: one version of a list in which each version names the one before by its
 * digest and is signed by officers of that one (as TUF rotates root keys). A text of lines, so that
 * what is signed can be read. Immutable.
 *
 * @param version from 1
 * @param previous digest of the version before; {@link #NONE} for the first
 * @param at when it was drawn up, to the second
 * @param members active and revoked ones; who was once a member stays, so that what they signed can
 *     be checked
 */
public record Roster(int version, String previous, Instant at, List<Member> members) {
  /** What stands before the first version. */
  public static final String NONE = "none";

  private static final int MOST = 500;
  private static final int LONGEST_TEXT = 300_000;

  /**
   * One key of one officer.
   *
   * @param id {@link OfficerKey#idOf} of the key
   * @param active false once it is revoked
   */
  public record Member(String id, String name, PublicKey key, Set<Role> roles, boolean active) {
    public Member {
      roles = Set.copyOf(roles);
    }

    /** An active member. */
    public static Member of(String name, PublicKey key, Set<Role> roles) {
      return new Member(OfficerKey.idOf(key), name, key, roles, true);
    }

    public Member revoked() {
      return new Member(id, name, key, roles, false);
    }

    public Member withRoles(Set<Role> changed) {
      return new Member(id, name, key, changed, active);
    }

    public boolean may(Right right) {
      return active && right.isFor(roles);
    }
  }

  public Roster {
    members = List.copyOf(members);
    at = at.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The first version: one officer who may do everything. */
  public static Roster first(SigningKey officer, Instant at) {
    return new Roster(
        1,
        NONE,
        at,
        List.of(Member.of(officer.officer(), officer.publicKey(), EnumSet.allOf(Role.class))));
  }

  /** The version after this one. */
  public Roster next(List<Member> changed, Instant when) {
    return new Roster(version + 1, digest(), when, changed);
  }

  /**
   * The members with one more; an officer of that name gets a new key in place of the old one,
   * which is revoked.
   */
  public List<Member> with(OfficerFile officer, Set<Role> roles) {
    List<Member> changed = new ArrayList<>();
    for (Member m : members) {
      changed.add(m.active() && m.name().equals(officer.name()) ? m.revoked() : m);
    }
    changed.add(Member.of(officer.name(), officer.key(), roles));
    return changed;
  }

  public Optional<Member> member(String keyId) {
    return members.stream().filter(m -> m.id().equals(keyId)).findFirst();
  }

  public Stream<Member> active() {
    return members.stream().filter(Member::active);
  }

  /** The members who agree to a new roster: administrators, and approvers beside them. */
  private static boolean agrees(Member m) {
    return m.may(Right.ADMINISTER) || m.may(Right.APPROVE);
  }

  /** How many officers must agree to the next roster: two, as soon as there are two who can. */
  public int approvals() {
    return (int) Math.min(2, active().filter(Roster::agrees).map(Member::name).distinct().count());
  }

  /**
   * What keeps this from being the version after {@code before}, if anything.
   *
   * @param signatures by key id, over {@link #text}
   */
  public Optional<String> flawAfter(Roster before, Map<String, byte[]> signatures) {
    if (version != before.version + 1 || !previous.equals(before.digest())) {
      return Optional.of("it does not follow version " + before.version);
    }
    Set<String> gone =
        before.members.stream().map(Member::id).collect(Collectors.toCollection(HashSet::new));
    members.forEach(m -> gone.remove(m.id()));
    if (!gone.isEmpty()) {
      return Optional.of("it forgets the key " + gone.iterator().next());
    }
    List<Member> signers = signers(before, signatures);
    if (signers.stream().map(Member::name).distinct().count() < before.approvals()) {
      return Optional.of(
          "it is signed by fewer than " + before.approvals() + " officers who may agree to it");
    }
    if (signers.stream().noneMatch(m -> m.may(Right.ADMINISTER))) {
      return Optional.of("no administrator signed it");
    }
    return flaw();
  }

  /** What keeps this from being a first version signed by its one officer, if anything. */
  public Optional<String> flawAsFirst(Map<String, byte[]> signatures) {
    if (version != 1 || !previous.equals(NONE) || members.size() != 1) {
      return Optional.of("it is no first version");
    }
    return signers(this, signatures).isEmpty()
        ? Optional.of("its officer did not sign it")
        : flaw();
  }

  private List<Member> signers(Roster who, Map<String, byte[]> signatures) {
    byte[] signed = text().getBytes(StandardCharsets.UTF_8);
    return signatures.entrySet().stream()
        .flatMap(
            s ->
                who
                    .member(s.getKey())
                    .filter(Roster::agrees)
                    .filter(m -> Signatures.verify(m.key(), signed, s.getValue()))
                    .stream())
        .toList();
  }

  /** What no roster may be, whoever signed it. */
  public Optional<String> flaw() {
    Set<String> ids = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (Member m : members) {
      if (!ids.add(m.id()) || !m.id().equals(OfficerKey.idOf(m.key()))) {
        return Optional.of("a key stands in it twice or under a wrong id");
      }
      if (m.active() && !names.add(m.name())) {
        return Optional.of(m.name() + " has two keys in it; revoke one");
      }
    }
    if (members.size() > MOST) {
      return Optional.of("it has more than " + MOST + " keys");
    }
    return active().anyMatch(m -> m.may(Right.ADMINISTER))
        ? Optional.empty()
        : Optional.of("nobody in it could change it again: one administrator must stay");
  }

  /** What is signed. */
  public String text() {
    StringBuilder text = new StringBuilder("postern-roster: 1\n");
    text.append("version: ").append(version).append('\n');
    text.append("previous: ").append(previous).append('\n');
    text.append("at: ").append(at).append('\n');
    for (Member m : members) {
      text.append("officer: ")
          .append(m.active() ? "active " : "revoked ")
          .append(
              m.roles().isEmpty()
                  ? "-"
                  : m.roles().stream().sorted().map(Role::word).collect(Collectors.joining(",")))
          .append(' ')
          .append(Base64.getEncoder().encodeToString(m.key().getEncoded()))
          .append(' ')
          .append(m.name())
          .append('\n');
    }
    return text.toString();
  }

  /** {@code sha256:} and hex over {@link #text}. */
  public String digest() {
    return Sha256.named(text());
  }

  /**
   * Reads what {@link #text} wrote, and nothing else: any other spelling is refused, so that one
   * roster has one digest.
   *
   * @throws OfficerException {@code DAMAGED}
   */
  public static Roster parse(String text) throws OfficerException {
    try {
      String[] lines = text.length() > LONGEST_TEXT ? new String[0] : text.split("\n", -1);
      if (lines.length < 6 || lines.length > MOST + 5) {
        throw new IllegalArgumentException("length");
      }
      List<Member> members = new ArrayList<>();
      for (int i = 4; i < lines.length - 1; i++) {
        members.add(readMember(after("officer: ", lines[i])));
      }
      Roster roster =
          new Roster(
              Integer.parseInt(after("version: ", lines[1])),
              after("previous: ", lines[2]),
              Instant.parse(after("at: ", lines[3])),
              members);
      if (!roster.text().equals(text)) {
        throw new IllegalArgumentException("another spelling");
      }
      return roster;
    } catch (IllegalArgumentException | DateTimeParseException | GeneralSecurityException e) {
      throw new OfficerException(
          OfficerException.Reason.DAMAGED, "This is no roster of officers, or it was altered.", e);
    }
  }

  private static Member readMember(String line) throws GeneralSecurityException, OfficerException {
    String[] parts = line.split(" ", 4);
    if (parts.length != 4) {
      throw new IllegalArgumentException(line);
    }
    Set<Role> roles = EnumSet.noneOf(Role.class);
    if (!parts[1].equals("-")) {
      for (String word : parts[1].split(",", -1)) {
        roles.add(Role.valueOf(word.toUpperCase(Locale.ROOT)));
      }
    }
    PublicKey key = Certificates.p256(Base64.getDecoder().decode(parts[2]));
    return new Member(
        OfficerKey.idOf(key),
        OfficerName.checked(parts[3]),
        key,
        roles,
        switch (parts[0]) {
          case "active" -> true;
          case "revoked" -> false;
          default -> throw new IllegalArgumentException(parts[0]);
        });
  }

  private static String after(String prefix, String line) {
    if (!line.startsWith(prefix)) {
      throw new IllegalArgumentException(line);
    }
    return line.substring(prefix.length());
  }
}
