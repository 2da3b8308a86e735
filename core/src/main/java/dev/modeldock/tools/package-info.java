/** Tools: three definition files that are checked, kept as they came, and compared. */
package dev.modeldock.tools;
