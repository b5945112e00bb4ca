package org.postern.quarantine;

/**
 * A mail of a gateway that says what became of a bundle. Whoever may write to the box may write
 * one, so only its signature counts; it is never shown as held mail.
 *
 * @param id of the mail
 * @param text the receipt, exactly as signed, LF line ends
 * @param signature DER bytes; empty if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out
public record Receipt(HeldId id, String text, byte[] signature) {

  public Receipt {
    signature = signature.clone();
  }

  @Override
  public byte[] signature() {
    return signature.clone();
  }
}
