package org.postern.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.postern.bundle.BundleException.Reason;
import org.postern.officer.OfficerKey;
import org.postern.officer.Signatures;

/**
 * Writes signatures that officers made already as CMS SignedData (RFC 5652). Without signed
 * attributes (section 5.4) a signer's signature is one over the content itself, which is what
 * theirs are: nobody signs again, and no key is needed.
 */
final class CmsForm {
  private CmsForm() {}

  /**
   * @param content what was signed; it lies inside
   * @param signatures by {@link Bundle#member member name}
   * @throws BundleException {@code NO_SIGNER}
   */
  static byte[] of(
      byte[] content, Map<String, byte[]> signatures, Collection<X509Certificate> certificates)
      throws BundleException {
    // Every program that checks it wants all of its signers to be sound: each is tried here.
    Map<String, Made> signers = new TreeMap<>();
    for (X509Certificate certificate : certificates) {
      String name = Bundle.member(OfficerKey.idOf(certificate.getPublicKey()), Bundle.FIRST);
      byte[] signature = signatures.get(name);
      if (signature != null && Signatures.verify(certificate.getPublicKey(), content, signature)) {
        signers.put(name, new Made(signature, certificate));
      }
    }
    if (signers.isEmpty()) {
      throw new BundleException(
          Reason.NO_SIGNER,
          "There is no certificate here of an officer who signed this bundle. Have it signed, or name the certificate of one who did. Nothing was written.");
    }
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      for (Made made : signers.values()) {
        JcaX509CertificateHolder certificate = new JcaX509CertificateHolder(made.certificate());
        generator.addSignerInfoGenerator(
            new SignerInfoGeneratorBuilder(new BcDigestCalculatorProvider())
                .setDirectSignature(true)
                .build(made, certificate));
        generator.addCertificate(certificate);
      }
      return generator
          .generate(new CMSProcessableByteArray(content), true)
          .toASN1Structure()
          .getEncoded(ASN1Encoding.DER);
    } catch (CMSException
        | OperatorCreationException
        | CertificateEncodingException
        | IOException e) {
      throw new IllegalStateException("sound signatures can always be written as CMS", e);
    }
  }

  /** Gives the signature that was made, whatever is fed to it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Made(byte[] signature, X509Certificate certificate) implements ContentSigner {
    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    }

    @Override
    public OutputStream getOutputStream() {
      return new ByteArrayOutputStream();
    }

    @Override
    public byte[] getSignature() {
      return signature.clone();
    }
  }
}
