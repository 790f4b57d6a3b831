export enum E { B, A }
