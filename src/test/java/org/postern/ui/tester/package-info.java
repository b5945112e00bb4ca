/** Tests of the tester screen: the model without a toolkit, the view headless. */
@NullMarked
package org.postern.ui.tester;

import org.jspecify.annotations.NullMarked;
