/// Seed of the target; replaced by its first declaration.
