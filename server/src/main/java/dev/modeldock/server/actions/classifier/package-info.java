/** Trains, evaluates, exports and uses an image classifier in this process. README.md beside tells how it works. */
package dev.modeldock.server.actions.classifier;
