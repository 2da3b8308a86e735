/**
 * What clients of Hugging Face write: new models, large files on their way, and commits that make of both the next version
 * of a branch. Nothing of a push is seen before all of it is.
 */
package dev.modeldock.hub.push;
