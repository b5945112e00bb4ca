package org.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.postern.policy.DomainName;

/**
 * The names that everything is measured with. Made up, the same at every run, with the lengths and
 * endings of real lists of public bodies (trusted) and of popular sites (blocked, unlisted); or
 * read from a directory.
 *
 * @param trusted names on the trusted list
 * @param blocked names on the blocked list
 * @param slips pairs: what was typed, and the trusted name that was meant
 * @param strangers names on no list
 */
record SampleNames(
    List<String> trusted, List<String> blocked, List<String[]> slips, List<String> strangers) {

  private static final int TRUSTED = 100_000;
  private static final int BLOCKED = 1_000_000;
  private static final int QUESTIONS = 10_000;

  /** Names in a thousand by the length of the part before the ending, from 2 letters on. */
  private static final int[] PUBLIC_LENGTHS = {
    3, 18, 30, 48, 51, 60, 76, 79, 84, 75, 74, 67, 66, 57, 45, 38, 32, 23, 19, 14, 12, 8, 21
  };

  private static final int[] SITE_LENGTHS = {
    5, 23, 35, 47, 55, 142, 137, 123, 106, 83, 65, 47, 36, 27, 20, 14, 11, 7, 5, 3, 2, 2, 4
  };

  private static final String[] PUBLIC_ENDINGS = {
    "gov:445",
    "de:231",
    "gov.uk:92",
    "mil:81",
    "com.bd:52",
    "co.jp:23",
    "com:18",
    "edu.bd:16",
    "gov.bd:12",
    "eu:5",
    "org.bd:4",
    "net:4",
    "jp:3",
    "org:3",
    "info:3",
    "co.uk:2",
    "fr:2",
    "mt.gov.br:1",
    "nhs.uk:1",
    "police.uk:1",
    "ac.uk:1"
  };

  private static final String[] SITE_ENDINGS = {
    "com:453",
    "net:53",
    "org:32",
    "ru:32",
    "de:21",
    "cn:17",
    "com.br:16",
    "co.uk:15",
    "fr:12",
    "it:11",
    "jp:10",
    "info:10",
    "pl:9",
    "in:9",
    "es:9",
    "com.cn:8",
    "ir:7",
    "com.au:7",
    "xyz:40",
    "top:40",
    "shop:30",
    "online:30",
    "site:30",
    "club:20",
    "io:10",
    "me:10",
    "cc:10",
    "tk:20"
  };

  private static final String[] ONSETS =
      "b c d f g h j k l m n p r s t v w y z br ch cl cr dr fl fr gr pl pr sh sl sp st str th tr"
          .split(" ");
  private static final String[] VOWELS = "a e i o u a e i o ai ea ee ie ou oo".split(" ");
  private static final String[] CODAS = {"", "", "", "n", "r", "s", "l", "t", "m", "nd", "rt"};

  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

  static SampleNames load() {
    String dir = System.getProperty("names", "");
    try {
      return dir.isEmpty() ? madeUp() : read(Path.of(dir));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** {@code trusted.txt}, {@code blocked.txt}, {@code strangers.txt}: one name a line. */
  private static SampleNames read(Path dir) throws IOException {
    List<String> trusted = names(dir.resolve("trusted.txt"));
    List<String> blocked = names(dir.resolve("blocked.txt"));
    List<String> strangers = names(dir.resolve("strangers.txt"));
    return new SampleNames(trusted, blocked, slips(trusted, new SplittableRandom(4)), strangers);
  }

  /** Lines that are no names are left out. */
  private static List<String> names(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .flatMap(line -> DomainName.parse(line).ok().stream())
          .map(DomainName::ascii)
          .distinct()
          .toList();
    }
  }

  private static SampleNames madeUp() {
    Set<String> trusted = names(new SplittableRandom(1), TRUSTED, PUBLIC_LENGTHS, PUBLIC_ENDINGS);
    Set<String> blocked = names(new SplittableRandom(2), BLOCKED, SITE_LENGTHS, SITE_ENDINGS);
    blocked.removeAll(trusted);
    Set<String> strangers = names(new SplittableRandom(3), QUESTIONS, SITE_LENGTHS, SITE_ENDINGS);
    strangers.removeAll(trusted);
    strangers.removeAll(blocked);
    List<String> list = List.copyOf(trusted);
    return new SampleNames(
        list, List.copyOf(blocked), slips(list, new SplittableRandom(4)), List.copyOf(strangers));
  }

  private static Set<String> names(
      SplittableRandom random, int count, int[] lengths, String[] endings) {
    Set<String> names = LinkedHashSet.newLinkedHashSet(count);
    while (names.size() < count) {
      names.add(head(random, 2 + pick(random, lengths)) + "." + ending(random, endings));
    }
    return names;
  }

  private static String head(SplittableRandom random, int length) {
    StringBuilder head = new StringBuilder();
    while (head.length() < length) {
      boolean next = head.length() > 3 && length - head.length() > 4;
      if (next && random.nextInt(20) == 0) {
        head.append(random.nextInt(3) == 0 ? '.' : '-');
      }
      head.append(ONSETS[random.nextInt(ONSETS.length)])
          .append(VOWELS[random.nextInt(VOWELS.length)])
          .append(CODAS[random.nextInt(CODAS.length)]);
    }
    return head.substring(0, length).replaceAll("[.-]$", "a");
  }

  private static String ending(SplittableRandom random, String[] endings) {
    int[] shares = new int[endings.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Integer.parseInt(endings[i].substring(endings[i].indexOf(':') + 1));
    }
    String picked = endings[pick(random, shares)];
    return picked.substring(0, picked.indexOf(':'));
  }

  private static int pick(SplittableRandom random, int[] shares) {
    int sum = 0;
    for (int share : shares) {
      sum += share;
    }
    int at = random.nextInt(sum);
    int i = 0;
    while (at >= shares[i]) {
      at -= shares[i++];
    }
    return i;
  }

  /** Human slips as they were measured: four of five are one edit, the rest two. */
  private static List<String[]> slips(List<String> trusted, SplittableRandom random) {
    Set<String> known = Set.copyOf(trusted);
    List<String[]> slips = new ArrayList<>();
    while (slips.size() < QUESTIONS) {
      String meant = trusted.get(random.nextInt(trusted.size()));
      String typed = edited(meant, random);
      typed = random.nextInt(5) == 0 ? edited(typed, random) : typed;
      boolean name = typed.matches("[a-z0-9]([a-z0-9-]*\\.?[a-z0-9]+)*\\.[a-z]{2,}");
      if (name && !known.contains(typed) && !typed.endsWith("." + meant)) {
        slips.add(new String[] {typed, meant});
      }
    }
    return slips;
  }

  private static String edited(String name, SplittableRandom random) {
    int at = random.nextInt(name.length());
    char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
    String front = name.substring(0, at);
    return switch (random.nextInt(4)) {
      case 0 -> front + name.substring(at + 1);
      case 1 -> front + letter + name.substring(at);
      case 2 -> front + letter + name.substring(at + 1);
      default ->
          at + 1 == name.length()
              ? front
              : front + name.charAt(at + 1) + name.charAt(at) + name.substring(at + 2);
    };
  }
}
