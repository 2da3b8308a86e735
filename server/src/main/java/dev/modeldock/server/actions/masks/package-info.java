/** Masks of objects: COCO's polygons and run lengths, and the pictures that are made of them. */
package dev.modeldock.server.actions.masks;
