<?php
class Contract extends Base implements Countable
{
    public function nullable(int $a): ?int { return null; }
    protected function hook(): void {}
    /** @internal */
    public function inside(int $a): void {}
    final public function closed(): void {}
}
