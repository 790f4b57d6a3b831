export enum E { A, B }
