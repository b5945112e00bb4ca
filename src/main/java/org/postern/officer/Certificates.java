package org.postern.officer;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The self-signed certificate that carries an officer's name; the JDK can read but not make one.
 */
final class Certificates {
  /**
   * RFC 5280, 4.1.2.5: "no well-defined expiration date". A key ends by a gateway's trust file, not
   * by a date.
   */
  private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

  /**
   * A public key from its DER form (SubjectPublicKeyInfo).
   *
   * @throws GeneralSecurityException if it is none, or not on P-256
   */
  static ECPublicKey p256(byte[] der) throws GeneralSecurityException {
    PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
    if (key instanceof ECPublicKey ec && isP256(ec)) {
      return ec;
    }
    throw new InvalidKeyException("the key is not on P-256");
  }

  static boolean isP256(ECPublicKey key) {
    return key.getParams().getOrder().bitLength() == 256;
  }

  private static final String ALGORITHM = "SHA256withECDSA";

  private Certificates() {}

  static X509Certificate selfSigned(String officer, KeyPair pair, Instant now)
      throws GeneralSecurityException {
    return selfSigned(officer, pair, now, new JcaContentSignerBuilder(ALGORITHM));
  }

  /** The same with a key that only its token can use. */
  static X509Certificate selfSigned(String officer, KeyPair pair, Instant now, Provider token)
      throws GeneralSecurityException {
    return selfSigned(
        officer, pair, now, new JcaContentSignerBuilder(ALGORITHM).setProvider(token));
  }

  private static X509Certificate selfSigned(
      String officer, KeyPair pair, Instant now, JcaContentSignerBuilder signer)
      throws GeneralSecurityException {
    X500Name name = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, officer).build();
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(120, new SecureRandom()).setBit(120),
              Date.from(now),
              Date.from(NEVER),
              name,
              pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(signer.build(pair.getPrivate())));
    } catch (CertIOException | OperatorCreationException e) {
      throw new GeneralSecurityException("the certificate could not be made", e);
    }
  }

  /** The one common name in the subject, or an empty text. */
  static String commonName(X509Certificate certificate) {
    X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    RDN[] names = subject.getRDNs(BCStyle.CN);
    return names.length == 1 && names[0].getFirst().getValue() instanceof ASN1String name
        ? name.getString()
        : "";
  }
}
