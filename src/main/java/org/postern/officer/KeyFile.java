package org.postern.officer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBagFactory;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilderProvider;
import org.postern.files.AtomicFiles;
import org.postern.officer.OfficerException.Reason;

/**
 * One officer's PKCS#12 file (RFC 7292): the certificate in clear, so that keys can be listed
 * without a passphrase, and the key under PBES2 (AES-256, PBKDF2 with HMAC-SHA-256). The file is
 * untrusted until {@link #open} succeeds.
 */
final class KeyFile {
  /** A file of ours has about 1,200 bytes. */
  private static final int LARGEST = 64 * 1024;

  private final Path file;
  private final PKCS12PfxPdu pfx;
  private final X509Certificate certificate;
  private final PKCS8EncryptedPrivateKeyInfo secret;
  private final String officer;
  private final Sealed sealed;

  private KeyFile(
      Path file,
      PKCS12PfxPdu pfx,
      X509Certificate certificate,
      PKCS8EncryptedPrivateKeyInfo secret,
      String officer,
      Sealed sealed) {
    this.file = file;
    this.pfx = pfx;
    this.certificate = certificate;
    this.secret = secret;
    this.officer = officer;
    this.sealed = sealed;
  }

  String officer() {
    return officer;
  }

  String id() {
    return OfficerKey.idOf(certificate.getPublicKey());
  }

  Sealed sealed() {
    return sealed;
  }

  X509Certificate certificate() {
    return certificate;
  }

  static void write(Path file, OfficerKey key, char[] passphrase, Sealed sealed)
      throws OfficerException, IOException {
    if (passphrase.length == 0) {
      throw new OfficerException(
          Reason.NO_PASSPHRASE,
          "An officer's key needs a passphrase; it was empty. Nothing was written.");
    }
    try {
      BouncyCastleProvider provider = new BouncyCastleProvider();
      PKCS12SafeBagBuilder certificate = new JcaPKCS12SafeBagBuilder(key.certificate());
      PKCS12SafeBagBuilder secret =
          new JcaPKCS12SafeBagBuilder(key.secret(), Pbes2.encryptor(sealed, passphrase));
      ASN1Encodable label = new DERBMPString(sealed.label());
      ASN1Encodable localKeyId =
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key.publicKey());
      for (PKCS12SafeBagBuilder bag : new PKCS12SafeBagBuilder[] {certificate, secret}) {
        bag.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, label);
        bag.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, localKeyId);
      }
      PKCS12PfxPdu pfx =
          new PKCS12PfxPduBuilder()
              .addData(certificate.build())
              .addData(secret.build())
              .build(
                  new JcePKCS12MacCalculatorBuilder(NISTObjectIdentifiers.id_sha256)
                      .setProvider(provider)
                      .setIterationCount(Pbes2.rounds(sealed)),
                  passphrase);
      AtomicFiles.write(file, pfx.getEncoded("DER"), AtomicFiles.Readers.OWNER);
    } catch (PKCSException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("a fresh key can always be sealed", e);
    }
  }

  /** Reads the public part. */
  static KeyFile read(Path file) throws OfficerException {
    byte[] bytes = bytesOf(file);
    try {
      PKCS12PfxPdu pfx = new PKCS12PfxPdu(bytes);
      List<PKCS12SafeBag> bags = bagsOf(file, pfx);
      // As written: the certificate first, then its key, nothing else.
      if (bags.size() != 2
          || !(bags.get(0).getBagValue() instanceof X509CertificateHolder holder)
          || !(bags.get(1).getBagValue() instanceof PKCS8EncryptedPrivateKeyInfo secret)) {
        throw foreign(file, "it does not hold one key with its certificate");
      }
      X509Certificate certificate = parsed(holder);
      Sealed sealed = Sealed.of(labelOf(bags.get(0)));
      checkCertificate(file, certificate);
      return new KeyFile(file, pfx, certificate, secret, officerOf(file, certificate), sealed);
    } catch (IOException | CertificateException | RuntimeException e) {
      // Bouncy Castle answers malformed ASN.1 with several unchecked exceptions: all mean the same
      // here.
      throw new OfficerException(
          Reason.DAMAGED,
          file
              + " is not an officer's key file, or it was damaged. Put back a copy of it, or make a new key.",
          e);
    }
  }

  /**
   * Opens the key; the certificate counts only because it belongs to this key. Leaves {@code
   * passphrase} to the caller.
   */
  OfficerKey open(char[] passphrase) throws OfficerException {
    checkCost();
    BouncyCastleProvider provider = new BouncyCastleProvider();
    try {
      if (!pfx.isMacValid(
          new JcePKCS12MacCalculatorBuilderProvider().setProvider(provider), passphrase)) {
        throw new OfficerException(
            Reason.WRONG_PASSPHRASE,
            "The passphrase does not open the key of "
                + officer
                + " ("
                + id()
                + "), or the file was altered.");
      }
      byte[] pkcs8 = Pbes2.open(secret, passphrase);
      ECPrivateKey key =
          (ECPrivateKey)
              KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      OfficerKey opened = new OfficerKey(officer, certificate, key);
      byte[] probe = certificate.getEncoded();
      if (!Signatures.verify(certificate.getPublicKey(), probe, opened.sign(probe))) {
        throw foreign(file, "its key and its certificate do not belong together");
      }
      return opened;
    } catch (PKCSException | IOException | GeneralSecurityException | RuntimeException e) {
      throw new OfficerException(
          Reason.DAMAGED,
          "The key in " + file + " was damaged. Put back a copy of it, or make a new key.",
          e);
    }
  }

  private static List<PKCS12SafeBag> bagsOf(Path file, PKCS12PfxPdu pfx) throws OfficerException {
    List<PKCS12SafeBag> bags = new ArrayList<>();
    for (ContentInfo content : pfx.getContentInfos()) {
      if (!content.getContentType().equals(PKCSObjectIdentifiers.data)) {
        throw foreign(file, "its certificate cannot be read without the passphrase");
      }
      bags.addAll(List.of(new PKCS12SafeBagFactory(content).getSafeBags()));
    }
    return bags;
  }

  private static byte[] bytesOf(Path file) throws OfficerException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw foreign(file, "it is far too large for a key");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new OfficerException(Reason.NOT_FOUND, "There is no key file " + file + ".", e);
    } catch (IOException e) {
      throw new OfficerException(
          Reason.DISK, "The key file " + file + " cannot be read: " + Sentences.of(e) + ".", e);
    }
  }

  private static OfficerException foreign(Path file, String why) {
    return new OfficerException(
        Reason.FOREIGN, file + " is not an officer's key file of this program: " + why + ".");
  }

  private static X509Certificate parsed(X509CertificateHolder holder)
      throws IOException, CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
  }

  private static String labelOf(PKCS12SafeBag bag) {
    for (Attribute attribute : bag.getAttributes()) {
      ASN1Encodable[] values = attribute.getAttributeValues();
      if (attribute.getAttrType().equals(PKCSObjectIdentifiers.pkcs_9_at_friendlyName)
          && values.length == 1
          && values[0] instanceof ASN1String text) {
        return text.getString();
      }
    }
    return "";
  }

  private static void checkCertificate(Path file, X509Certificate certificate)
      throws OfficerException {
    if (!(certificate.getPublicKey() instanceof ECPublicKey key)
        || key.getParams().getCurve().getField().getFieldSize() != 256) {
      throw foreign(file, "its key is not P-256");
    }
    try {
      certificate.verify(key);
    } catch (GeneralSecurityException e) {
      throw new OfficerException(
          Reason.DAMAGED, "The certificate in " + file + " was altered, or is not self-signed.", e);
    }
  }

  private static String officerOf(Path file, X509Certificate certificate) throws OfficerException {
    String name = Certificates.commonName(certificate);
    if (!OfficerName.checked(name).equals(name)) {
      throw foreign(file, "the name in it is not one that this program would write");
    }
    return name;
  }

  private void checkCost() throws OfficerException {
    var mac = pfx.toASN1Structure().getMacData();
    if (mac == null) {
      throw foreign(file, "it is not protected against changes");
    }
    if (!Pbes2.seals(secret)) {
      throw foreign(file, "its key is not sealed with PBES2");
    }
    try {
      if (mac.getIterationCount().bitLength() > 31
          || mac.getIterationCount().intValue() > Pbes2.MOST_ROUNDS
          || !Pbes2.bearable(secret)) {
        throw foreign(file, "opening it would take far too long");
      }
    } catch (RuntimeException e) {
      throw new OfficerException(Reason.DAMAGED, "The key in " + file + " was damaged.", e);
    }
  }
}
