<?php
class Contract extends Base
{
    public function nullable(?int $a): int { return 1; }
    protected function hook(int $a): void {}
    /** @internal */
    public function inside(int $a, int $b): void {}
    public function closed(): void {}
}
