/**
 * Owns the guess what a text is about: classification markings and personal data, found in linear
 * time and reported as "looks like", values masked. It uses nothing of the other packages. Every
 * type is immutable or confined to one call.
 */
@NullMarked
package org.postern.mail.hint;

import org.jspecify.annotations.NullMarked;
