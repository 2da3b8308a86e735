/** Converts annotations: KITTI label files to one file of COCO annotations, and back. */
package dev.modeldock.server.actions.annotations;
