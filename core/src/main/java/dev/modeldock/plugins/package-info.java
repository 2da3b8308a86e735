/** The sources of models: found on the class path and in the plug-in directory, kept apart, opened, and not trusted blindly. */
package dev.modeldock.plugins;
