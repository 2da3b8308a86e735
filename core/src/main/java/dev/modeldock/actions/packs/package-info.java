/** Action packs: folders that say which command does an action. */
package dev.modeldock.actions.packs;
