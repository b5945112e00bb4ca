/** Tests of the domains screen: the model without a toolkit, the view headless. */
@NullMarked
package org.postern.ui.domains;

import org.jspecify.annotations.NullMarked;
