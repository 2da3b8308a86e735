/** Files that users sent, kept under an id for a while: media, datasets, the definitions of tools. */
package dev.modeldock.storedfiles;
