/**
 * Tests of the window and its parts, and the twins that other screens' tests use. FX thread where a
 * toolkit is needed.
 */
@NullMarked
package org.postern.ui;

import org.jspecify.annotations.NullMarked;
