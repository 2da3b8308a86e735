/** The source of models from GitHub repositories. */
package dev.modeldock.sources.github;
