/** Commands about datasets and training: the actions of the TAO Toolkit API, as the signed-in user. */
package dev.modeldock.server.cli.training;
