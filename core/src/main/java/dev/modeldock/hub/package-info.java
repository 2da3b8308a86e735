/**
 * Models as a hub shows them: each version a commit of a repository, each file an object of git or of its large file
 * storage. What clients of Hugging Face ask for is answered from here.
 */
package dev.modeldock.hub;
