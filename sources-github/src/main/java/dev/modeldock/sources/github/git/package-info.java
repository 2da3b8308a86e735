/**
 * Git over the host's HTTP: what a remote's references are, and one commit of it in a bare repository. The only package
 * that knows JGit; it knows nothing of GitHub.
 */
package dev.modeldock.sources.github.git;
