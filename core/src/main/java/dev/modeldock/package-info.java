/** The dock as a whole. */
package dev.modeldock;
