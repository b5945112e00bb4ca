package org.postern.policy.slip;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Well-known mail providers for private people: so many addresses end in these names that a near miss is rarely somebody else's
 * name. Common knowledge, not learned; says nothing about trust.
 */
final class Providers {

  private static final Set<String> NAMES =
      Stream.of(
              "gmail.com googlemail.com hotmail.com hotmail.co.uk hotmail.fr hotmail.it hotmail.de hotmail.es",
              "hotmail.com.br hotmail.com.ar hotmail.co.jp outlook.com outlook.fr outlook.de outlook.es outlook.jp",
              "outlook.com.br live.com live.co.uk live.fr live.nl live.it live.jp live.com.br msn.com passport.com",
              "windowslive.com yahoo.com yahoo.co.uk yahoo.fr yahoo.de yahoo.it yahoo.es yahoo.ca yahoo.in yahoo.gr",
              "yahoo.co.in yahoo.co.jp yahoo.co.id yahoo.com.br yahoo.com.ar yahoo.com.mx yahoo.com.au",
              "yahoo.com.tw yahoo.com.hk yahoo.com.sg yahoo.com.ph yahoo.com.vn ymail.com ymail.ne.jp rocketmail.com",
              "aol.com aol.co.uk aol.de aim.com icloud.com me.com mac.com comcast.net verizon.net att.net sbcglobal.net",
              "bellsouth.net cox.net charter.net earthlink.net optonline.net optimum.net rr.com roadrunner.com",
              "frontier.com frontiernet.net centurylink.net windstream.net suddenlink.net juno.com netzero.net",
              "twc.com pacbell.net ameritech.net mindspring.com q.com rogers.com shaw.ca telus.net sympatico.ca",
              "bell.net videotron.ca btinternet.com btopenworld.com virginmedia.com virgin.net sky.com ntlworld.com",
              "blueyonder.co.uk talktalk.net tiscali.co.uk orange.fr wanadoo.fr free.fr sfr.fr laposte.net neuf.fr",
              "bbox.fr numericable.fr club-internet.fr aliceadsl.fr web.de gmx.de gmx.net gmx.com gmx.at gmx.ch",
              "t-online.de freenet.de arcor.de posteo.de mail.ru bk.ru inbox.ru list.ru yandex.ru yandex.com rambler.ru",
              "ukr.net wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz abv.bg libero.it virgilio.it tin.it alice.it",
              "tiscali.it telefonica.net terra.es telenet.be skynet.be ziggo.nl kpnmail.nl planet.nl hetnet.nl home.nl",
              "bluewin.ch sapo.pt bigpond.com bigpond.net.au optusnet.com.au iinet.net.au xtra.co.nz uol.com.br bol.com.br",
              "terra.com.br ig.com.br globo.com globomail.com oi.com.br r7.com zipmail.com.br naver.com daum.net",
              "hanmail.net nate.com qq.com 163.com 126.com yeah.net sina.com sina.cn sohu.com aliyun.com foxmail.com",
              "docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp i.softbank.jp nifty.com so-net.ne.jp ocn.ne.jp biglobe.ne.jp",
              "rediffmail.com protonmail.com proton.me tutanota.com zoho.com fastmail.com hushmail.com mail.com",
              "email.com usa.com inbox.com lycos.com excite.com")
          .flatMap(line -> Stream.of(line.split(" ")))
          .collect(Collectors.toUnmodifiableSet());

  private Providers() {}

  static boolean isProvider(String name) {
    return NAMES.contains(name);
  }
}
