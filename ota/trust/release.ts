/** What an image and a release are: the words that trust, install and boot share. */

/**
 * An image as it is served and as it stands in a slot (docs/decisions/0014-update-engine.md): a squashfs root, then what the boot
 * loader loads, both covered by a dm-verity tree (format 1, SHA-256, blocks of 4096 bytes, no superblock) behind them.
 */
export interface Image {
  /** SHA-256 of the tree's top block with the salt before it, 64 hex digits: names every byte of the image. */
  rootHash: string;
  /** Put before each block that is hashed; hex, 0 to 32 bytes. The same for all releases: blocks are recognised by their hash. */
  salt: string;
  /** Blocks that the tree covers. */
  dataBlocks: number;
  /** Of these, the last ones are the boot part (a FIT image); 0 where the boot loader takes its kernel elsewhere. */
  bootBlocks: number;
}

/** An image that may be installed, as signed targets metadata describe it. */
export interface Release {
  /** Path of the target below the images' address, such as "doorbell-virtual/1.4.0.img". */
  path: string;
  /** Semantic version, such as "1.4.0". */
  version: string;
  /** Never goes down: rises when an older one must never run again. */
  securityVersion: number;
  /** Ids of the hardware that this image runs on, such as "virtual"; the device's own must be among them. */
  hardware: readonly string[];
  /** The update engine that is needed to install it, `AGENT_VERSION` of ota/agent. */
  minAgent: number;
  image: Image;
}
