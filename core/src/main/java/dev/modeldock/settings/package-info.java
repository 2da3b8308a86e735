/** What the operator changes while the dock runs, kept over restarts. */
package dev.modeldock.settings;
