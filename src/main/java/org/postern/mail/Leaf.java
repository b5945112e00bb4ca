package org.postern.mail;

import org.jspecify.annotations.Nullable;

/**
 * One part without parts, decoded once and measured. Immutable.
 *
 * @param fingerprint of its content, as {@link Fingerprint} makes it
 * @param text the decoded text if it belongs to the body, null for attachments
 * @param alternative path of the nearest multipart/alternative around it; null if none
 */
record Leaf(
    String path,
    ContentType type,
    @Nullable String name,
    boolean attached,
    boolean enclosed,
    @Nullable String contentId,
    boolean inline,
    long size,
    String sha256,
    @Nullable String sha256Unix,
    String fingerprint,
    @Nullable FileKind kind,
    @Nullable String text,
    @Nullable String alternative) {
  boolean isHtml() {
    return text != null && type.is("text/html");
  }

  Attachment attachment() {
    boolean disguised = kind != null && kind.contradicts(type.name(), name);
    boolean executable = FileKind.runs(name) || (kind != null && kind.executable());
    return new Attachment(
        path,
        name,
        SafeName.of(name, path),
        type.name(),
        kind == null ? null : kind.label(),
        disguised,
        executable,
        inline,
        enclosed,
        contentId,
        size,
        sha256,
        sha256Unix);
  }
}
