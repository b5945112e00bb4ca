/**
 * Owns the screen of the record: who did what, when, searched, checked and exported. It may use the
 * core package store, never another screen. FX thread only; everything that blocks goes through
 * {@link org.postern.ui.Background}.
 */
@NullMarked
package org.postern.ui.audit;

import org.jspecify.annotations.NullMarked;
