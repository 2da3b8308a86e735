/** Who does which action: the packs of the operator, plug-ins, and what comes with the program. */
package dev.modeldock.actions.runners;
