/** The content store: every byte once, under its SHA-256, and the room it needs on the disk. */
package dev.modeldock.blobs;
