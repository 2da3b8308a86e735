/** A small convolutional network in plain loops: it knows nothing of files, images or jobs. */
package dev.modeldock.server.actions.classifier.net;
