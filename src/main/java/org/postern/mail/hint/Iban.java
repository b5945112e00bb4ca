package org.postern.mail.hint;

import org.jspecify.annotations.Nullable;

/** International bank account numbers (ISO 13616): the country's length, and the check digits. */
final class Iban {
  private static final String LENGTHS =
      "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28"
          + " EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23"
          + " IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27"
          + " MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27"
          + " ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20";

  private Iban() {}

  /** How long an account number is that begins here; null if none does. */
  static @Nullable Integer length(String text, int at) {
    if (at + 4 > text.length()
        || !digit(text.charAt(at + 2))
        || !digit(text.charAt(at + 3))
        || text.charAt(at) > 'Z'
        || text.charAt(at + 1) < 'A'
        || text.charAt(at + 1) > 'Z') {
      return null;
    }
    int place = LENGTHS.indexOf(text.substring(at, at + 2));
    return place < 0 || place % 5 != 0
        ? null
        : (Integer) Integer.parseInt(LENGTHS.substring(place + 2, place + 4));
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The check digits of ISO 7064 MOD 97-10. */
  static boolean isValid(CharSequence iban) {
    int rest = 0;
    for (int i = 0; i < iban.length(); i++) {
      int value = Character.digit(iban.charAt((i + 4) % iban.length()), 36);
      rest = value > 9 ? (rest * 100 + value) % 97 : (rest * 10 + value) % 97;
    }
    return rest == 1;
  }
}
